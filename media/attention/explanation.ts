import * as l10n from '@vscode/l10n';
import { element } from './element';

/** What the reader looks at, in plain words. */
export function explanation(): HTMLElement {
  const formula = element('p', 'formula', 'softmax(QKᵀ / √d) · V');
  formula.setAttribute('aria-label', l10n.t('softmax of Q times K transposed over the square root of d, times V'));
  return element(
    'section',
    'explanation',
    element('h2', '', l10n.t('What am I looking at?')),
    element(
      'p',
      '',
      l10n.t(
        'A model turns each token into a query, a key and a value. Each head of each layer compares every token’s query with the keys of the tokens it may see, and takes in their values in that proportion:',
      ),
    ),
    formula,
    element(
      'p',
      '',
      l10n.t(
        'The map shows the softmax: each row is a token that looks, each column a token it looks at, and a row sums to 1. GPT sees only what is left of a token, so its upper right half is empty; BERT sees both sides.',
      ),
    ),
    element(
      'p',
      '',
      l10n.t(
        'Heads that have nothing to do rest their weight on sinks: [CLS], [SEP] or the first token. Hide them to see the rest. Rollout follows the weights through all layers.',
      ),
    ),
    element(
      'p',
      'warning',
      l10n.t(
        'Attention is not influence. It says which tokens are read from, not what they change; a strong link may do nothing, and what matters may flow another way.',
      ),
    ),
  );
}
