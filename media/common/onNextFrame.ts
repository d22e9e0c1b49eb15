/** A function that runs `job` in the next frame: once, however often it is called until then. */
export function onNextFrame(job: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      job();
    });
  };
}
