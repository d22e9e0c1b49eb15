import { Window } from './window';
async function main() {
  const window = await Window.open({ 'leftContext.budget.counters': [{ model: 'o200k_base', limit: 128000 }] });
  const p = window.page;
  try {
    await window.openFile('research-assistant.md');
    await p.waitForTimeout(2500);
    await p.screenshot({ path: '/tmp/s1.png' });
    await window.statusItem('BERT').hover();
    await p.waitForTimeout(1500);
    await p.screenshot({ path: '/tmp/s2.png' });
    await p.keyboard.press('Escape');
    await window.command('Go to Token Limit');
    await p.waitForTimeout(700);
    await p.screenshot({ path: '/tmp/s3.png' });
    await p.keyboard.press('Control+.');
    await p.waitForTimeout(1200);
    await p.screenshot({ path: '/tmp/s4.png' });
    await p.keyboard.press('Escape');
    await window.command('Trim Prompt to Token Limit');
    await p.waitForTimeout(1200);
    await p.screenshot({ path: '/tmp/s5.png' });
    await p.keyboard.press('Enter');
    await p.waitForTimeout(2500);
    await p.screenshot({ path: '/tmp/s6.png' });
    await p.locator('.notification-toast .monaco-button:has-text("Apply")').click();
    await p.waitForTimeout(1500);
    await p.screenshot({ path: '/tmp/s7.png' });
    await p.keyboard.press('Control+Z');
    await p.waitForTimeout(500);
    await window.command('Toggle Token View');
    await p.waitForTimeout(1500);
    await p.screenshot({ path: '/tmp/s8.png' });
    await window.command('Toggle Token View');
    await window.command('Split Prompt into Segments');
    await p.waitForTimeout(1000);
    await p.screenshot({ path: '/tmp/s9.png' });
    await p.keyboard.press('Enter');
    await p.waitForTimeout(2000);
    await p.locator('.notification-toast .monaco-button:has-text("Apply")').click();
    await p.waitForTimeout(2500);
    await p.screenshot({ path: '/tmp/s10.png' });
  } catch (e) {
    console.error(e);
    await p.screenshot({ path: '/tmp/serr.png' });
  } finally {
    await window.close();
  }
}
void main().then(() => process.exit(0));
