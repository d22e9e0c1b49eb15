// Runs in the page before its own script: the API that VS Code gives to webviews. The test is the other end.
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
    postMessage: (message) => void window.toHost(message),
    getState: () => window.kept,
    // VS Code keeps it as JSON.
    setState: (kept) => (window.kept = JSON.parse(JSON.stringify(kept))),
  });
}
