import { placeholdersIn } from '../../text/findPlaceholders';
import { handlebarsVariables } from './handlebarsVariables';
import { jinjaVariables } from './jinjaVariables';
import { templateTags } from './templateTags';
import type { TemplateSyntax, VariableUse } from './variableUse';

/** The variables that a program must fill in a template, in order; those that the template binds itself are none. */
export function variablesIn(text: string, syntax: TemplateSyntax): VariableUse[] {
  if (syntax === 'jinja') return jinjaVariables(text);
  if (syntax === 'handlebars') return handlebarsVariables(text);
  if (syntax === 'semantic kernel') return semanticKernelVariables(text);
  const opening = syntax === 'format' ? /^\{(?!\{)/ : /^\$\{(?!input:)/;
  return placeholdersIn(text).flatMap(({ name, span }) => {
    if (!opening.test(text.slice(span.start, span.end))) return [];
    const root = /^[^.[]*/.exec(name)![0];
    const start = text.indexOf(root, span.start);
    return [{ name: root, start, end: start + root.length }];
  });
}

/** {{$name}}, {{plugin.function $name}} */
function semanticKernelVariables(text: string): VariableUse[] {
  return templateTags(text)
    .filter(({ isStatement }) => !isStatement)
    .flatMap(({ inner, innerStart }) =>
      Array.from(inner.matchAll(/\$(\w+)/g), ({ index, 1: name }) => {
        const start = innerStart + index + 1;
        return { name: name!, start, end: start + name!.length };
      }),
    );
}
