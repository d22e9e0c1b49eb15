import type { CheckedFile } from '../checkedPrompt';

/** Whether a program fills the templates in a file, by its name. */
export function isFilledByProgram({ path = '' }: CheckedFile): boolean {
  return /(?:\.(?:j2|jinja2?|njk|liquid|hbs|handlebars|mustache|prompty|prompt|ya?ml)|(?:^|\/)skprompt\.txt)$/i.test(
    path,
  );
}
