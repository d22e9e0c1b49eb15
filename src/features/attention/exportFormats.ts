import * as vscode from 'vscode';

/** A form in which attention is exported. */
export type ExportFormat = 'png' | 'svg' | 'picture' | 'csv' | 'json' | 'json of all' | 'html';

/** A form in the list to pick from. */
export interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  /** Of the file's name; undefined for a picture on the clipboard. */
  readonly extension?: string;
}

/** The forms to pick from, and the extensions of their files. */
export function formatItems(): FormatItem[] {
  const { l10n } = vscode;
  return [
    { label: l10n.t('Picture (PNG)'), format: 'png', extension: 'png' },
    { label: l10n.t('Drawing (SVG)'), format: 'svg', extension: 'svg' },
    { label: l10n.t('Copy as Picture'), format: 'picture' },
    {
      label: l10n.t('Table (CSV)'),
      format: 'csv',
      extension: 'csv',
      description: l10n.t('the map on show, exact weights'),
    },
    { label: l10n.t('JSON'), format: 'json', extension: 'json', description: l10n.t('the map on show, exact weights') },
    { label: l10n.t('JSON of All Layers and Heads'), format: 'json of all', extension: 'json' },
    {
      label: l10n.t('Web Page'),
      format: 'html',
      extension: 'html',
      description: l10n.t('opens in any browser, offline'),
    },
  ];
}
