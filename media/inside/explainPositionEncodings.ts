import * as l10n from '@vscode/l10n';
import type { PositionEncodings } from '../../src/contracts/insideRequests';

/** Says what the rows and columns of the picture are. */
export function captionOf(kind: PositionEncodings['kind'], rows: number, columns: number): string {
  switch (kind) {
    case 'learned':
      return l10n.t('{0} positions from top to bottom, {1} numbers each; blue above 0, red below', rows, columns);
    case 'rotary':
      return l10n.t(
        '{0} positions from top to bottom, the cosines of {1} angles each; blue above 0, red below',
        rows,
        columns,
      );
    case 'relative':
      return l10n.t('{0} heads from top to bottom, {1} distances each; blue above 0, red below', rows, columns);
  }
}

/** The heading for each kind of position encodings. */
export function titles(): Record<PositionEncodings['kind'], string> {
  return {
    learned: l10n.t('Learned position embeddings'),
    rotary: l10n.t('Rotary positions'),
    relative: l10n.t('Relative positions'),
  };
}

/** Explains each kind of position encodings. */
export function notes(): Record<PositionEncodings['kind'], string> {
  return {
    learned: l10n.t('A vector for each position, learned in training, is added to the embedding of the token there.'),
    rotary: l10n.t(
      'Nothing is added to the embeddings: queries and keys are turned by angles that grow with the position, so their product depends on how far apart they are.',
    ),
    relative: l10n.t('Nothing is added to the embeddings: each head adds a number for the distance to its scores.'),
  };
}
