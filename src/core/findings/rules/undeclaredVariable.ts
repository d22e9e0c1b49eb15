import type { CheckedPrompt } from '../checkedPrompt';
import { templatesWithInputs } from '../templates/declaredInputs';
import type { TemplateWithInputs } from '../templates/templateWithInputs';
import type { Finding, Fix } from '../finding';
import { lettersOfName } from '../templates/lettersOfName';
import type { Rule } from '../rule';
import { variablesIn } from '../templates/templateVariables';
import type { TemplateSyntax, VariableUse } from '../templates/variableUse';

/** A variable that a template uses and its file does not declare, where the file declares inputs. */
export const undeclaredVariable: Rule = {
  id: 'undeclared-variable',
  title: 'A variable that is not among the declared inputs',
  isOnByDefault: false,
  reads: 'file',
  find: ({ file }: CheckedPrompt) => templatesWithInputs(file).flatMap(undeclaredIn),
};

/** The message names no more inputs than this. */
const MOST_NAMES = 5;

/** One finding a name, at its first use. */
function undeclaredIn(template: TemplateWithInputs): Finding[] {
  const syntax = template.syntax ?? syntaxByUse(template);
  if (!syntax) return [];
  const inputs = new Set(template.inputs);
  const undeclared = new Map<string, VariableUse[]>();
  for (const use of variablesIn(template.text, syntax)) {
    if (inputs.has(use.name)) continue;
    const uses = undeclared.get(use.name);
    if (uses) uses.push(use);
    else undeclared.set(use.name, [use]);
  }
  return [...undeclared.values()].map((uses) => findingOf(template, uses));
}

/** The syntax in which the template uses an input that is declared. */
function syntaxByUse({ text, inputs }: TemplateWithInputs): TemplateSyntax | undefined {
  const isJinja = text.includes('{%') || /\{\{[^{}\n]{1,80}\|[^{}\n]{1,80}\}\}/.test(text);
  const candidates: TemplateSyntax[] = ['semantic kernel', isJinja ? 'jinja' : 'handlebars', 'format', 'dollar'];
  return candidates.find((syntax) => variablesIn(text, syntax).some(({ name }) => inputs.includes(name)));
}

function findingOf(template: TemplateWithInputs, uses: readonly VariableUse[]): Finding {
  const [{ name, start, end }] = uses as [VariableUse];
  return {
    start: template.inFile(start),
    end: template.inFile(end),
    message: `“${name}” is used here, but the file declares only ${listed(template.inputs)}. Nothing fills it in, so the model reads a gap or the bare placeholder.`,
    fix: fixOf(template, uses),
  };
}

function listed(names: readonly string[]): string {
  const quoted = names.slice(0, MOST_NAMES).map((name) => `“${name}”`);
  const rest = names.length - quoted.length;
  return quoted.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Only where one input has the same letters: userName for user_name. */
function fixOf({ inputs, inFile }: TemplateWithInputs, uses: readonly VariableUse[]): Fix | undefined {
  const meant = inputs.filter((input) => lettersOfName(input) === lettersOfName(uses[0]!.name));
  if (meant.length !== 1) return undefined;
  const edits = uses.map(({ start, name }) => ({ offset: inFile(start), length: name.length, text: meant[0]! }));
  return { title: `Write “${meant[0]}”`, edits };
}
