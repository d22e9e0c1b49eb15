import * as vscode from 'vscode';
import type { AttentionView } from '../../contracts/attentionPageMessages';
import type { Inference } from '../../contracts/inference';
import { notify } from '../../host/notify';
import type { ModelPause } from '../../host/modelPause';
import type { AttentionModels } from '../models/modelsInAttentionPanel';
import { registerPagePanel } from '../shared/registerPagePanel';
import { AttentionPage } from './attentionPage';
import { exportAttention } from './exportAttention';
import { registerRowHighlight } from './highlightRowUnderPointer';

/** The page of attention maps, in the side bar and as an editor of its own, linked to the prompt both ways. */
export function registerAttentionPanel(
  inference: Inference,
  pause: ModelPause,
  log: vscode.LogOutputChannel,
  extension: vscode.Uri,
  models: AttentionModels,
): vscode.Disposable {
  const services = { inference, models, pause, log, extension };
  const panel = registerPagePanel<AttentionPage, AttentionView>({
    viewId: 'leftContext.attention',
    editorType: 'leftContext.attentionEditor',
    title: vscode.l10n.t('Attention'),
    extension,
    pause,
    models,
    createPage(surface, view) {
      const page: AttentionPage = new AttentionPage(surface, services, view, {
        export: () => exportFrom(page),
        openInEditor: () => openInEditor(page.view),
        markUsed: () => panel.markUsed(page),
      });
      return page;
    },
  });
  // The text is shaded by one of two pages, not by both.
  const openInEditor = (view: AttentionView | undefined) => panel.openInEditor(view && { ...view, inText: false });
  const exportFrom = async (page: AttentionPage | undefined): Promise<void> => {
    if (page?.snapshot) await exportAttention(page, page.snapshot, inference, extension);
    else notify(vscode.l10n.t('There is no attention map to export. Open the attention panel on a prompt first.'));
  };
  return vscode.Disposable.from(
    panel,
    vscode.commands.registerCommand('leftContext.openAttention', () => openInEditor(panel.lastUsed()?.view)),
    vscode.commands.registerCommand('leftContext.exportAttention', () => exportFrom(panel.lastUsed())),
    registerRowHighlight((document, position) => panel.forEach((page) => page.pointAt(document, position))),
  );
}
