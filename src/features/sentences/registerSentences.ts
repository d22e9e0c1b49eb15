import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { ModelPause } from '../../host/modelPause';
import type { ModelsInUse } from '../models/modelsInUse';
import { registerCompareVersions } from './compareVersionsCommands';
import { registerKeepAnswer } from './keepAnswer';
import { registerEffectLists } from './listEffects';
import { registerMoveSentence } from './moveSentence';
import { SentenceMap } from './sentenceMap';

/** What each sentence of a prompt changes: the map, the lists, answers, and versions compared. */
export function registerSentences(
  inference: Inference,
  models: ModelsInUse,
  pause: Pick<ModelPause, 'reason'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    new SentenceMap(inference, models, pause, log),
    registerEffectLists(inference, models),
    registerMoveSentence(inference, models),
    registerKeepAnswer(inference, models),
    registerCompareVersions(inference, models),
  );
}
