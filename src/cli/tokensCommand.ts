import type { CommandInput } from './command';
import { countingModel } from './countingModel';

/** Prints how many tokens each text has; false when one is over the limit. */
export async function tokensCommand(input: CommandInput): Promise<boolean> {
  const counts = await Promise.all(
    input.files.map(async ({ name, text }) => {
      const { id: model, limit, count } = await countingModel(input, text);
      const tokens = count(text);
      const over = limit === undefined ? 0 : Math.max(0, tokens - limit);
      return { file: name, model, tokens, limit: limit ?? null, over };
    }),
  );
  if (input.options.json) console.log(JSON.stringify(counts, null, 2));
  else
    for (const { file, tokens, limit, over } of counts)
      console.log(`${String(tokens).padStart(8)}${over > 0 ? `  ${over} over ${limit}` : ''}  ${file}`);
  return counts.every(({ over }) => over === 0);
}
