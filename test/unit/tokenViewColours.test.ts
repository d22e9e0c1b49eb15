import assert from 'node:assert/strict';
import packageJson from '../../package.json';

/** Least contrast of a mark with its background for people with low vision (WCAG 2.2, 1.4.11, asks for 3). */
const LEAST_CONTRAST = 4.5;

suite('the underlines of the token view', () => {
  const colours = packageJson.contributes.colors.filter(({ id }) => /^leftContext\.token\d$/.test(id));

  test('are four', () => assert.equal(colours.length, 4));

  for (const { id, defaults } of colours) {
    test(`${id} is seen in both high-contrast themes`, () => {
      assert.ok(contrast(defaults.highContrast, '#000000') >= LEAST_CONTRAST, defaults.highContrast);
      assert.ok(contrast(defaults.highContrastLight, '#ffffff') >= LEAST_CONTRAST, defaults.highContrastLight);
    });
  }
});

/** The contrast ratio of two colours such as `#3794ff`, 1 to 21 (WCAG 2.2, “contrast ratio”). */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The relative luminance of a colour, 0 to 1 (WCAG 2.2, “relative luminance”). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
