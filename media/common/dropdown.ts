import { element } from './element';

export type Select = HTMLElementTagNameMap['vscode-single-select'];

export interface SelectOption {
  readonly value: string;
  readonly text: string;
}

/** A new select that reports the value that the reader picks. */
export function picker(className: string, label: string, picked: (value: string) => void): Select {
  const select = element('vscode-single-select', className);
  Object.assign(select, { label });
  select.addEventListener('change', () => picked(select.value));
  return select;
}

/** Options for `count` numbered things: values count from `first`, names from 1. */
export function numberedOptions(count: number, name: (number: number) => string, first = 0): SelectOption[] {
  return Array.from({ length: count }, (_, index) => ({ value: String(index + first), text: name(index + 1) }));
}

/** Picks an option of a select, and replaces its options if they differ. */
export function fillSelect(select: Select, options: readonly SelectOption[], picked: string): void {
  const isSame =
    select.options.length === options.length &&
    options.every(({ value }, index) => select.options[index]!.value === value);
  if (!isSame) {
    select.options = options.map(({ value, text }) => ({
      value,
      label: text,
      description: '',
      selected: value === picked,
      disabled: false,
    }));
  }
  select.value = picked;
}
