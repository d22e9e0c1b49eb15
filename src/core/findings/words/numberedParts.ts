/** The numbers of a prompt's steps, phases and the like: 1 to 5 of “### Step 1”, “**Step 2**”, “## Steps 3-5: Test”. */
export function numberedParts(text: string): Map<string, Set<number>> {
  const numbers = new Map<string, Set<number>>();
  for (const { 1: kind, 2: first, 3: last = first } of text.matchAll(PART)) {
    const known = numbers.get(kind!.toLowerCase()) ?? new Set();
    for (let number = Number(first); number <= Number(last); number++) known.add(number);
    numbers.set(kind!.toLowerCase(), known);
  }
  return numbers;
}

/** “### Step 3”, “- **Phase 3:**”, “3. Step 3”, “## Steps 3 to 5” at the start of a line */
const PART =
  /^[^\p{L}\p{N}\n]{0,12}(?:\d{1,2}[.)] {1,3}[^\p{L}\p{N}\n]{0,4})?(step|phase|stage|section)s?[^\p{L}\p{N}\n]{1,3}(\d{1,2})(?: ?(?:[-–—/&,]|to|and) ?(\d{1,2}))?(?![\p{L}\p{N}])/gimu;
