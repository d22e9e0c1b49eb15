export interface SelectOption {
  readonly value: string;
  readonly text: string;
}

/** Gives a select its options, unless it has them, and picks one. */
export function fillSelect(
  select: HTMLElementTagNameMap['vscode-single-select'],
  options: readonly SelectOption[],
  picked: string,
): void {
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
