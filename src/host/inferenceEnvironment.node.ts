/**
 * From this size on, in bytes, Linux's allocator gets memory from the system and gives it back when it is freed.
 * Otherwise it learns from the first large results to keep such memory, and what is between them is lost: 250 MB with
 * SmolLM2 (mallopt(3), M_MMAP_THRESHOLD).
 */
const MMAP_FROM = 256 * 1024;

/**
 * Asks Linux for huge pages where they are given on request (GNU C Library manual, glibc.malloc.hugetlb). All weights are read
 * for each token: with small pages SmolLM2 takes a fifth more time.
 */
const HUGE_PAGES = 'glibc.malloc.hugetlb=1';

/** The environment of the inference process. */
export function inferenceEnvironment(): NodeJS.ProcessEnv {
  const { GLIBC_TUNABLES } = process.env;
  return {
    ...process.env,
    // In desktop VS Code the executable is Electron, which runs as Node only with this variable.
    ELECTRON_RUN_AS_NODE: '1',
    ORT_DISABLE_TELEMETRY: '1',
    MALLOC_MMAP_THRESHOLD_: String(MMAP_FROM),
    GLIBC_TUNABLES: GLIBC_TUNABLES ? `${GLIBC_TUNABLES}:${HUGE_PAGES}` : HUGE_PAGES,
  };
}
