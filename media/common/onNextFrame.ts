/** Puts `job` off to the next frame, once however often it is asked for until then. */
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
