import { element } from './element';

/** One of the buttons. */
export interface SegmentOption<Value> {
  readonly value: Value;
  readonly label: string;
  /** A second line. */
  readonly detail?: string;
}

/** A row of buttons of which one is pressed. */
export interface Segmented<Value> {
  readonly element: HTMLElement;
  /** Shows a button as the pressed one. */
  pick(value: Value): void;
}

/**
 * @param label names the row for screen readers
 * @param picked called with the value of a button that was clicked
 */
export function segmentedButtons<Value extends string>(
  label: string,
  options: readonly SegmentOption<Value>[],
  picked: (value: Value) => void,
): Segmented<Value> {
  const buttons = options.map(({ value, label: text, detail }) => {
    const button = element(
      'button',
      '',
      element('strong', '', text),
      ...(detail ? [element('small', '', detail)] : []),
    );
    button.dataset['value'] = value;
    button.addEventListener('click', () => picked(value));
    return button;
  });
  const group = element('div', 'segmented', ...buttons);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', label);
  const pick = (value: Value) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset['value'] === value));
  };
  return { element: group, pick };
}
