import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The violations that axe-core finds in a page, one a line. Moves the pointer out of the way first. */
export async function violationsIn(page: Page): Promise<string[]> {
  await page.mouse.move(2, 2);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 90)} ${any[0]?.message.slice(0, 140) ?? ''}`),
  );
}
