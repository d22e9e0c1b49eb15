import type { Locator } from 'playwright-core';
import { displayedMapOf, type DisplayedMap } from '../../src/core/attention/displayedMap';
import { inferences } from '../helpers/inferences';
import { AttentionHost } from './attentionHost';
import { PageWindow } from './pageWindow';

const { inference } = inferences['in this thread']!();

/** Where the plot starts in a map's canvas, in CSS pixels. */
const PLOT = { left: 68, top: 62 };

/** Uses the attention page as a reader would, over one text and with the real models. */
export class Driver {
  readonly host: AttentionHost;
  readonly window: PageWindow;

  private constructor(host: AttentionHost, window: PageWindow) {
    this.host = host;
    this.window = window;
  }

  /** Opens the page and waits for its first map. */
  static async open(
    text: string,
    hostOptions: ConstructorParameters<typeof AttentionHost>[2] = {},
    windowOptions: Parameters<typeof PageWindow.open>[1] = {},
  ): Promise<Driver> {
    const attentionHost = new AttentionHost(inference, text, hostOptions);
    const window = await PageWindow.open(attentionHost.receive, windowOptions);
    await window.settled();
    return new Driver(attentionHost, window);
  }

  $(selector: string): Locator {
    return this.window.page.locator(selector);
  }

  tool(icon: string): Locator {
    return this.$(`.tools vscode-toolbar-button[icon="${icon}"]`);
  }

  form(value: 'text' | 'lines' | 'table'): Promise<void> {
    return this.$(`.row .segmented button[data-value="${value}"]`).first().click();
  }

  readout(index = 0): Promise<string> {
    return this.$('.readout').nth(index).innerText();
  }

  /** What the page should display for a map. */
  displayedMap(index = 0): DisplayedMap {
    const map = this.host.maps[index]!;
    return displayedMapOf({ size: map.pieces.length, weights: map.weights }, map, this.host.view!);
  }

  async pickModel(value: string): Promise<void> {
    await this.$(`.controls .segmented button[data-value="${value}"]`).click();
    await this.window.settled();
  }

  /** Presses one of the tools. */
  async press(icon: string): Promise<void> {
    await this.tool(icon).click();
    await this.window.settled();
  }

  /** Picks from one of vscode-elements' selects, by its visible text. */
  async pick(which: 'part' | 'layer' | 'head' | 'window', option: string): Promise<void> {
    await this.$(`vscode-single-select.${which}`).click();
    await this.$(`vscode-single-select.${which} li:has-text("${option}")`).first().click();
    await this.window.settled();
  }

  /** Where the middle of a cell is on the page, with the whole map in view. */
  async placeOf(row: number, column: number, index = 0): Promise<{ x: number; y: number }> {
    const box = (await this.$('.heatmap').nth(index).boundingBox())!;
    const unit = (box.width - PLOT.left) / this.displayedMap(index).map.size;
    return { x: box.x + PLOT.left + (column + 0.5) * unit, y: box.y + PLOT.top + (row + 0.5) * unit };
  }

  async hover(row: number, column: number, index = 0): Promise<void> {
    const { x, y } = await this.placeOf(row, column, index);
    await this.window.page.mouse.move(x, y);
  }
}
