import { MONOREPO } from './monorepo';
import { Window } from './window';

/** Takes the picture of the view *What an Agent Reads*, in a window of its own. */
export async function shootAgents(
  settings: object,
  size: { width: number; height: number },
  shoot: (window: Window, name: string) => Promise<void>,
): Promise<void> {
  const window = await Window.open({ settings, files: MONOREPO });
  const { page } = window;
  try {
    await page.setViewportSize(size);
    await window.openFile('AGENTS.md');
    await window.openByName('api/v1/orders.ts');
    await window.command('Left Context: Choose the Folder That Agents Work In…');
    await page.locator('.quick-input-list .monaco-list-row:has-text("/api/v1")').last().click();
    await window.command('Left Context: What an Agent Reads');
    await page.locator('.pane-header:has-text("prompts")').first().click();
    await widenSideBar(window);
    for (const agent of ['Cursor', 'Claude Code', 'Codex']) {
      await window.agentRow(agent).first().click();
      await page.keyboard.press('ArrowRight');
    }
    await window
      .agentRow(/^Never/)
      .first()
      .click();
    await page.keyboard.press('ArrowRight');
    await page.mouse.move(900, 600);
    await shoot(window, 'agents');
  } finally {
    await window.close();
  }
}

async function widenSideBar({ page }: Window): Promise<void> {
  const edge = (await page.locator('.part.sidebar').boundingBox())!;
  const x = edge.x + edge.width;
  await page.mouse.move(x, 300);
  await page.mouse.down();
  await page.mouse.move(x + 180, 300, { steps: 5 });
  await page.mouse.up();
}
