import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { partsOfPrompt, type PartKind } from '../../core/sentences/partsOfPrompt';
import type { Span } from '../../core/text/span';
import { undefinedWhenAborted } from '../../host/latestJob';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { activeEditorToRead } from '../../host/textToRead';
import type { ModelInUse, ModelsInUse } from '../models/modelsInUse';
import { filesOfAgentsChain } from './filesOfAgentsChain';
import { EffectList, type ListedPart } from './effectList';
import { promptToMeasure, type PromptToMeasure } from './promptToMeasure';

/** A text, its parts, and how they are shown. */
interface Listed {
  readonly what: string;
  readonly text: string;
  readonly parts: readonly Span[];
  readonly shown: readonly ListedPart[];
  readonly answers: PromptToMeasure['answers'];
}

/** The commands that list what each sentence, section, or file of an AGENTS.md chain changes. */
export function registerEffectLists(inference: Inference, models: ModelsInUse): vscode.Disposable {
  const list = (listed: (editor: vscode.TextEditor) => Promise<Listed | string>) =>
    reportErrors(async () => {
      const editor = activeEditorToRead();
      const nothing = 'The active editor shows no prompt. Open one to see what its parts change.';
      const found = editor ? await listed(editor) : nothing;
      if (typeof found === 'string') notify(found);
      else await measure(inference, models.reading(editor!.document), found);
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand('leftContext.listSentenceEffects', () =>
      list((editor) => partsIn(editor, 'Sentence', 'sentences')),
    ),
    vscode.commands.registerCommand('leftContext.listSectionEffects', () =>
      list((editor) => partsIn(editor, 'Section', 'sections')),
    ),
    vscode.commands.registerCommand('leftContext.listFileEffects', () => list(filesIn)),
  );
}

async function partsIn(editor: vscode.TextEditor, what: string, kind: PartKind): Promise<Listed | string> {
  const prompt = await promptToMeasure(editor);
  const { text, answers } = prompt;
  const parts = partsOfPrompt(text, kind);
  if (parts.length === 0) return `This prompt has no ${kind} to leave out. Write some first.`;
  const shown = parts.map((span): ListedPart => {
    const range = prompt.rangeOf(span);
    return {
      text: text.slice(span.start, span.end),
      place: `Line ${range.start.line + 1}`,
      reveal: () => {
        editor.selection = new vscode.Selection(range.start, range.end);
        editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      },
    };
  });
  return { what, text, parts, shown, answers };
}

/** The AGENTS.md files that an agent reads in the folder of the active one, as one text. */
async function filesIn(editor: vscode.TextEditor): Promise<Listed | string> {
  const { document, answers } = await promptToMeasure(editor);
  const files = await filesOfAgentsChain(document);
  if (files.length < 2)
    return 'No other AGENTS.md is read together with this file. Open one that stands below another in the same repository.';
  let text = '';
  const parts = files.map((file): Span => {
    const start = text.length === 0 ? 0 : text.length + 2;
    text = text === '' ? file.text : `${text}\n\n${file.text}`;
    return { start, end: text.length };
  });
  const shown = files.map(({ uri, text: own }): ListedPart => ({
    text: vscode.workspace.asRelativePath(uri),
    place: `${own.split('\n').length} lines`,
    reveal: (preview) => {
      if (!preview) void vscode.window.showTextDocument(uri);
    },
  }));
  return { what: 'File', text, parts, shown, answers };
}

async function measure(inference: Inference, model: ModelInUse, listed: Listed): Promise<void> {
  const { what, text, parts, shown } = listed;
  const list = new EffectList(
    what,
    shown,
    listed.answers.map(({ name }) => name),
  );
  const answers = listed.answers.map((answer) => answer.text);
  const request = { model: model.id, text, parts, answers, through: 'automatic' } as const;
  try {
    const result = await undefinedWhenAborted(list.signal, () =>
      inference.sentenceEffects(request, list.signal, ({ effects, noise }) => list.add(effects, noise)),
    );
    if (result) list.finish(result, model.label);
  } catch (error) {
    list.close();
    throw error;
  }
}
