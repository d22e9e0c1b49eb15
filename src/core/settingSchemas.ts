import type { SettingSchema } from './sanitizeSetting';

/** The part of package.json that declares the settings: groups with a title each, as the settings editor shows them. */
export interface SettingGroups {
  readonly contributes: { readonly configuration: readonly { readonly properties: object }[] };
}

/** The schemas of the settings in all groups of package.json, by full name such as `leftContext.threads`. */
export function settingSchemas<Schema extends SettingSchema = SettingSchema>(
  packageJson: SettingGroups,
): Readonly<Record<string, Schema>> {
  const groups = packageJson.contributes.configuration.map(({ properties }) => properties);
  return Object.assign({}, ...groups) as Record<string, Schema>;
}
