import type { Inference } from '../../contracts/inference';
import type { TokenizeRequest } from '../../contracts/tokenRequests';
import { readStructure } from '../../core/text/structure/textStructure';
import { split } from '../../core/tokens/splitIntoSegments';
import { tokenCount, type Tokens } from '../../core/tokens/tokenSpans';
import { trim, type CountTokens } from '../../core/tokens/trimToLimit';
import type { ModelCache } from '../models/modelCache';
import type { Scheduler, Turn } from '../requestScheduler';
import { countMessages } from '../tokens/countMessages';
import { DocumentStore } from '../tokens/documentTokenStore';
import { collectInSlices, encodeInSlices, runInSlices } from '../tokens/timeSlices';

/** Answers requests about the tokens of texts. */
export function tokenService(
  models: ModelCache,
  scheduler: Scheduler,
): Pick<Inference, 'tokenize' | 'count' | 'countMessages' | 'forget' | 'trim' | 'split'> {
  const documents = new DocumentStore();
  return {
    tokenize: ({ model, text }, signal) =>
      scheduler.run('counting', signal, async () => {
        const tokenizer = await models.tokenizer(model);
        const tokens = tokenizer.encode(text);
        return { ...tokens, pieces: Array.from(tokens.ids, (id) => tokenizer.piece(id)) };
      }),
    count: (request, signal) =>
      scheduler.runInTurns('counting', signal, (turn) => documents.count(request, models, turn)),
    countMessages: ({ model, messages }, signal) =>
      scheduler.run('counting', signal, async () => {
        const [tokenizer, render] = [await models.tokenizer(model), await models.chatTemplate(model)];
        return { ...countMessages(tokenizer, render, messages), limit: await models.limit(model) };
      }),
    forget: ({ document }, signal) =>
      scheduler.run('counting', signal, () => Promise.resolve(documents.forget(document))),
    trim: (request, signal) =>
      scheduler.runInTurns('counting', signal, async (turn) => {
        const { tokens, count } = await tokenized(models, request, turn);
        return turn(() => Promise.resolve(trim(request.text, tokens, request, count)));
      }),
    split: (request, signal) =>
      scheduler.runInTurns('counting', signal, async (turn) => {
        const { tokens, count } = await tokenized(models, request, turn);
        return collectInSlices(split(request.text, tokens, request, count), turn);
      }),
  };
}

/** The tokens of a text, and a function that counts those of any other text. */
async function tokenized(
  models: ModelCache,
  { model, text }: TokenizeRequest,
  turn: Turn,
): Promise<{ tokens: Tokens; count: CountTokens }> {
  const tokenizer = await turn(() => models.tokenizer(model));
  const tokens = await encodeInSlices(tokenizer, text, turn);
  await runInSlices(readStructure(text), turn);
  return { tokens, count: (other) => tokenCount(tokenizer.encode(other)) };
}
