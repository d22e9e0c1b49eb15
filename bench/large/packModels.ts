import path from 'node:path';
import { root } from '../../test/helpers/fixtures';

const folder = path.join(root, 'packs', 'smollm2', 'models');

/** Folders of the pack's models, which the build makes: node scripts/packModels.js */
export const SMOLLM2 = path.join(folder, 'smollm2');
export const MINILM = path.join(folder, 'minilm');
