import { modelCatalogue } from './modelCatalogue';
import { labelOf } from './modelLabel';

/** The recommended models that can rewrite, one a line: what each is good for, and how much there is to download. */
export function describeRewritingModels(): string {
  return modelCatalogue
    .filter(({ task }) => task === 'text-to-text')
    .map(({ id, use, megabytes }) => `${labelOf(id)}: ${use.replace('rewriting: ', '')}, about ${megabytes} MB`)
    .join('\n');
}
