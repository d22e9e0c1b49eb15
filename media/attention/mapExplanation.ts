import * as l10n from '@vscode/l10n';
import { element } from '../common/element';

/** Explains in plain words what an attention map shows. */
export function explanation(): HTMLElement {
  const formula = element('p', 'formula', 'softmax(QKᵀ / √d) · V');
  formula.setAttribute('aria-label', l10n.t('softmax of Q times K transposed over the square root of d, times V'));
  return element(
    'section',
    'explanation',
    element('h2', '', l10n.t('What am I looking at?')),
    paragraph(
      l10n.t('A model turns each token into a query, a key and a value.'),
      l10n.t('Each head of each layer compares every token’s query with the keys of the tokens it may see.'),
      l10n.t('It takes in their values in that proportion:'),
    ),
    formula,
    paragraph(
      l10n.t('The map shows the softmax: each row is a token that looks, each column a token it looks at.'),
      l10n.t('A row sums to 1.'),
      l10n.t('GPT sees only what is left of a token, so its upper right half is empty; BERT sees both sides.'),
    ),
    paragraph(
      l10n.t(
        'Heads that have nothing to do rest their weight on sinks, such as [CLS], the first token or an early “the”.',
      ),
      l10n.t('Hide them to see the rest.'),
      l10n.t('Rollout follows the weights through all layers.'),
    ),
    warning(
      l10n.t('Attention is not influence.'),
      l10n.t('It says which tokens are read from, not what they change.'),
      l10n.t('A strong link may do nothing, and what matters may flow another way.'),
    ),
  );
}

function paragraph(...sentences: readonly string[]): HTMLElement {
  return element('p', '', sentences.join(' '));
}

function warning(...sentences: readonly string[]): HTMLElement {
  return element('p', 'warning', sentences.join(' '));
}
