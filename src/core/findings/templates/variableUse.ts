import type { Span } from '../../text/span';

/** A use of a variable of a template, and where its name stands. */
export interface VariableUse extends Span {
  readonly name: string;
}

/** How a template writes variables: {{ name | upper }}, {{name}}, {{$name}}, {name}, ${name}. */
export type TemplateSyntax = 'jinja' | 'handlebars' | 'semantic kernel' | 'format' | 'dollar';
