import * as vscode from 'vscode';
import type { AgentRule } from '../../core/agents/agentRule';
import { nameOf, pathFrom } from '../../core/agents/files/paths';
import { hasLosses, type LoadedFile, type OtherFile, type OtherList, type Reading } from '../../core/agents/reading';
import { countableModel } from '../../core/tokens/countableModel';
import { userFoldersBeside } from '../../host/agentFiles.node';
import { escapeMarkdown } from '../shared/escapeMarkdown';
import { formatCount, formatPercent } from '../shared/formatNumbers';
import { tokensText } from '../tokens/tokenStatusText';
import type { CountedReading } from './countedReadings';

/** A row of the tree *What an Agent Reads*. */
export type AgentNode =
  | { readonly kind: 'agent'; readonly of: CountedReading }
  | { readonly kind: 'loaded'; readonly of: CountedReading; readonly file: LoadedFile }
  | { readonly kind: 'group'; readonly of: CountedReading; readonly title: string; readonly list: OtherList }
  | { readonly kind: 'other'; readonly of: CountedReading; readonly list: OtherList; readonly file: OtherFile }
  | { readonly kind: 'notes'; readonly of: CountedReading }
  | { readonly kind: 'note'; readonly text: string };

/** What is below a row. */
export function childrenOf(node: AgentNode): AgentNode[] {
  if (node.kind === 'agent') {
    const { of } = node;
    const { reading, workplace } = of;
    const titles: [OtherList, string][] = [
      ['onDemand', 'On demand'],
      ['listedOnly', 'Listed only'],
      ['never', 'Never'],
      ['notLoaded', workplace.opened ? 'Not for this file' : 'Not here'],
    ];
    const groups = titles.filter(([list]) => reading[list].length > 0);
    return [
      ...reading.loaded.map((file): AgentNode => ({ kind: 'loaded', of, file })),
      ...groups.map(([list, title]): AgentNode => ({ kind: 'group', of, title, list })),
      ...(reading.warnings.length > 0 ? [{ kind: 'notes', of } as const] : []),
    ];
  }
  if (node.kind === 'group') {
    const { of, list } = node;
    return of.reading[list].map((file): AgentNode => ({ kind: 'other', of, list, file }));
  }
  return node.kind === 'notes' ? node.of.reading.warnings.map((text): AgentNode => ({ kind: 'note', text })) : [];
}

export function treeItemOf(node: AgentNode): vscode.TreeItem {
  switch (node.kind) {
    case 'agent':
      return agentItem(node.of);
    case 'loaded':
      return loadedItem(node.of, node.file);
    case 'group':
      return groupItem(node.title, node.of.reading[node.list].length, node.list === 'never');
    case 'other':
      return otherItem(node.of, node.file);
    case 'notes':
      return groupItem('Notes', node.of.reading.warnings.length, false);
    case 'note':
      return Object.assign(new vscode.TreeItem(node.text), {
        iconPath: new vscode.ThemeIcon('info'),
        tooltip: node.text,
      });
  }
}

function agentItem(of: CountedReading): vscode.TreeItem {
  const { agent, reading, tokens } = of;
  const item = new vscode.TreeItem(agent.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = agent.id;
  const files = reading.loaded.length;
  item.description =
    files === 0
      ? 'reads nothing'
      : [
          ...(tokens === undefined ? [] : [`${inTokens(of, tokens)} tokens`]),
          `${files} ${files === 1 ? 'file' : 'files'}`,
          ...(reading.budget && reading.budget.spent > 0 ? [shareOf(reading.budget.spent, reading)] : []),
        ].join(' · ');
  item.iconPath = hasLosses(reading) ? warningIcon() : new vscode.ThemeIcon('hubot');
  item.contextValue = files === 0 ? 'agent' : 'agentWithText';
  const { name, factor } = countableModel(agent.model);
  const about = factor === undefined ? '' : `, whose tokenizer is not public: *about* is an estimate`;
  const order = files > 1 && !reading.isOrderKnown ? '\n\nThe order of the files is not documented.' : '';
  item.tooltip = new vscode.MarkdownString(
    `${escapeMarkdown(agent.name)}. Tokens of ${escapeMarkdown(name)}${about}.${order}`,
  );
  item.accessibilityInformation = { label: `${agent.name}, ${item.description}` };
  return item;
}

function loadedItem(of: CountedReading, file: LoadedFile): vscode.TreeItem {
  const tokens = of.tokensOf.get(file.path);
  const item = fileItem(of, file);
  const { budget } = of.reading;
  item.description = [
    ...(file.unread === undefined ? [] : ['not read here']),
    ...(file.keptBytes === undefined ? [] : [`cut after ${bytesText(file.keptBytes)}`]),
    ...(tokens === undefined ? [] : [`${inTokens(of, tokens)} tokens`]),
    bytesText(file.bytes),
    ...(budget && file.bytesBefore !== undefined ? [shareOf(file.keptBytes ?? file.bytes, of.reading)] : []),
  ].join(' · ');
  if (file.keptBytes !== undefined) item.iconPath = warningIcon();
  item.accessibilityInformation = { label: `${String(item.label)}, ${item.description}` };
  return item;
}

function otherItem(of: CountedReading, file: OtherFile): vscode.TreeItem {
  const item = fileItem(of, file);
  item.description = file.why;
  return item;
}

/** A file that opens with a click, where the agent stops reading it if it does. */
function fileItem(of: CountedReading, file: LoadedFile | OtherFile): vscode.TreeItem {
  const uri = of.workplace.folder.with({ path: file.path });
  const item = new vscode.TreeItem(shortPath(of, file.path));
  item.resourceUri = uri;
  item.iconPath = vscode.ThemeIcon.File;
  item.tooltip = tooltipOf(file);
  const keptBytes = 'keptBytes' in file ? file.keptBytes : undefined;
  item.command = { command: 'leftContext.openAgentFile', title: 'Open', arguments: [uri.toString(), keptBytes] };
  return item;
}

/** Files of the user stand below “~”. */
function shortPath({ reading, workplace }: CountedReading, path: string): string {
  const home = userFoldersBeside(workplace.folder)?.home;
  const fromRoot = pathFrom(reading.root, path);
  return fromRoot === path && home !== undefined && path.startsWith(`${home}/`)
    ? `~/${pathFrom(home, path)}`
    : fromRoot;
}

function tooltipOf({ path, why, rule, ...file }: OtherFile & Partial<LoadedFile>): vscode.MarkdownString {
  const texts = [
    `**${escapeMarkdown(nameOf(path))}**: ${escapeMarkdown([why, file.unread].filter(Boolean).join(' '))}`,
    ...ruleInWords(rule),
  ];
  return new vscode.MarkdownString(texts.join('\n\n'));
}

function ruleInWords({ says, note, source, checked, certainty }: AgentRule): string[] {
  const known = certainty === 'unclear' ? 'not sure' : `known from the ${certainty}`;
  return [
    `Rule: ${escapeMarkdown(says)}${note === undefined ? '' : ` ${escapeMarkdown(note)}`}`,
    `[${known}, read on ${checked}](${source})`,
  ];
}

function groupItem(title: string, count: number, isLoss: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = formatCount(count);
  if (isLoss) item.iconPath = warningIcon();
  return item;
}

function warningIcon(): vscode.ThemeIcon {
  return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
}

function inTokens({ agent }: CountedReading, tokens: number): string {
  return tokensText(countableModel(agent.model), tokens);
}

function shareOf(bytes: number, { budget }: Reading): string {
  return `${formatPercent(bytes / budget!.bytes)} of ${bytesText(budget!.bytes)}`;
}

function bytesText(bytes: number): string {
  return bytes < 1024 ? `${formatCount(bytes)} bytes` : `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KiB`;
}
