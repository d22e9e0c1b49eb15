/** Runs inside the extension host. VS Code calls this function, and ends with its outcome. */
import Mocha from 'mocha';
import Reporter from '../../scripts/lib/reporter';

export async function run(): Promise<void> {
  const grep = process.env['LEFT_CONTEXT_GREP'];
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, forbidOnly: true, reporter: Reporter, ...(grep && { grep }) });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  await import('./ghostText.test');
  await import('./learntPrompts.test');
  await import('./tokenBudget.test');
  await import('./tokenView.test');
  await import('./modelsInUse.test');
  await import('./engines.test');
  await import('./pack.test');
  await import('./inferenceProcess.test');
  await import('./bounds.test');
  await import('./surpriseMap.test');
  await import('./toggledOverlay.test');
  await import('./bothSides.test');
  await import('./influence.test');
  await import('./compareVersions.test');
  await import('./sentences.test');
  await import('./promptFindings.test');
  await import('./promptDocuments.test');
  await import('./agents.test');
  await import('./calm.test');
  await import('./calmBench.test');
  await import('./insidePage.test');
  await import('./pageRequests.test');
  await import('./walkthrough.test');
  await import('./hostile.test');
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
  });
}
