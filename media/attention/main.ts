/** The attention panel's page: pickers, heatmap and the row of the caret. Keeps the view; the host sends maps. */
import './attention.css';
import type { HostMessage, PageMessage, View } from '../../src/contracts/page';
import { largest, weightAt, type AttentionMap } from '../../src/core/attention';
import { Controls } from './controls';
import { element } from './element';
import { HeatmapCanvas, type Cell } from './heatmapCanvas';
import { RowView } from './rowView';
import { shown } from './shown';

declare function acquireVsCodeApi(): {
  postMessage(message: PageMessage): void;
  getState(): View | undefined;
  setState(view: View): void;
};

type Shown = Extract<HostMessage, { type: 'map' }> & { readonly map: AttentionMap };

const host = acquireVsCodeApi();
let current: Shown | undefined;

const controls = new Controls(ask);
const title = element('p', 'title');
const notice = element('p', 'notice');
const readout = element('p', 'readout');
const row = new RowView(choose);
const heatmap = new HeatmapCanvas({ hover, choose: (cell) => choose(cell.row) });
const map = element('div', 'map', title, heatmap.element, readout, row.element);
map.hidden = true;
document.body.append(controls.element, notice, map);

addEventListener('message', ({ data }: MessageEvent<HostMessage>) => receive(data));
new MutationObserver(() => heatmap.themeChanged()).observe(document.body, { attributeFilter: ['class'] });
host.postMessage({ type: 'show', view: undefined });

function receive(message: HostMessage): void {
  if (message.type === 'models') ask(controls.offer(message.models, host.getState()));
  else if (message.type === 'map') show(message);
  else if (message.type === 'highlight') highlight(message.focus);
  else if (message.type === 'outdated') map.classList.add('outdated');
  else say(message.text);
}

function ask(view: View): void {
  host.setState(view);
  map.classList.add('outdated');
  host.postMessage({ type: 'show', view });
}

function show(message: Extract<HostMessage, { type: 'map' }>): void {
  const weights = new Float32Array(message.weights);
  current = { ...message, map: { size: message.pieces.length, weights } };
  const { layer, head } = message.view;
  const which = head === 'mean' ? 'mean of heads' : `head ${head + 1}`;
  title.textContent = `${message.title} · ${message.pieces.length} tokens · layer ${layer + 1}, ${which}`;
  notice.hidden = true;
  map.hidden = false;
  map.classList.remove('outdated');
  heatmap.show(current.map, message.focus, `Attention, ${title.textContent}. Arrow keys move, Enter selects.`);
  row.show(current.map, message.pieces, message.special, message.focus);
  hover(undefined);
}

function highlight(focus: number): void {
  if (!current) return;
  current = { ...current, focus };
  heatmap.focusRow(focus);
  row.focusRow(focus);
}

function hover(cell: Cell | undefined): void {
  if (!current) return;
  readout.textContent = cell
    ? `“${pieceAt(cell.row)}” → “${pieceAt(cell.column)}”  ${weightAt(current.map, cell.row, cell.column).toFixed(4)}`
    : `Rows look at columns. Strongest: ${largest(current.map).toFixed(3)}`;
  row.focusRow(cell?.row ?? current.focus);
}

function choose(token: number): void {
  host.postMessage({ type: 'select', token });
}

function say(text: string): void {
  current = undefined;
  map.hidden = true;
  notice.hidden = false;
  notice.textContent = text;
}

function pieceAt(token: number): string {
  return shown(current!.pieces[token]!);
}
