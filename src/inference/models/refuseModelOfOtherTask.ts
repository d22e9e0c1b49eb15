import { architectureOf } from '../../core/models/taskFromConfig';
import type { Task } from '../../core/models/modelSpec';
import type { ModelFolder } from './findModelById.node';

/** Throws when a model does another task than `task`. */
export function refuseModelOfOtherTask(task: Task, { spec, config }: ModelFolder): void {
  if (spec.task !== task) throw new Error(taskRefusal(task, spec.task, architectureOf(config) ?? spec.label));
}

/** Says why a model cannot do a task, and which models can. */
function taskRefusal(task: Task, own: Task, architecture: string): string {
  if (task === 'text-to-text')
    return `${architecture} has no encoder and decoder, so it cannot rewrite a text. Choose one that has, such as Xenova/flan-t5-small.`;
  if (task === 'masked')
    return (
      `${architecture} ${own === 'encoder' ? 'has no head' : 'does not fill in masked words'}, so it cannot say what it ` +
      'expects from both sides. Choose a masked model, such as Xenova/bert-base-uncased, or prompt-bert.'
    );
  const reason = own === 'text-to-text' ? 'writes a new text from another one' : 'has no language-modelling head';
  return (
    `${architecture} ${reason}, so it cannot continue a text. Choose a model whose config.json names a causal architecture, ` +
    'such as GPT2LMHeadModel or LlamaForCausalLM, or prompt-gpt.'
  );
}
