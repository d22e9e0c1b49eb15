// Runs in the page before its own script: VS Code's API for webviews, with the test as the host.
'use strict';
{
  const kinds = { Float32Array, Int32Array, Uint8Array };
  const unpacked = (_, value) => {
    if (!value?.packed) return value;
    const bytes = Uint8Array.from(atob(value.bytes), (character) => character.charCodeAt(0));
    return new kinds[value.packed](bytes.buffer);
  };
  window.fromHost = (json) => dispatchEvent(new MessageEvent('message', { data: JSON.parse(json, unpacked) }));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void (window.delivered = Promise.allSettled([window.delivered, window.toHost(message)])),
    getState: () => window.savedState,
    // VS Code saves the state as JSON.
    setState: (state) => (window.savedState = JSON.parse(JSON.stringify(state))),
  });
}
