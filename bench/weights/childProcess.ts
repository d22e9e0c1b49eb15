import { fork } from 'node:child_process';
import path from 'node:path';
import { inferenceEnvironment } from '../../src/host/inferenceEnvironment.node';

/** A script that answers each message with one number, in a process of its own. */
export interface Child<Question> {
  ask(question: Question): Promise<number>;
  stop(): void;
}

/**
 * Forks a script of this folder, with the environment of the process that runs the models. Its first message means that it is ready.
 *
 * @throws when the script ends first
 */
export async function startChild<Question extends object>(script: string, ...args: string[]): Promise<Child<Question>> {
  const child = fork(path.join(__dirname, script), args, { serialization: 'advanced', env: inferenceEnvironment() });
  const answer = () =>
    new Promise<number>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`${script} ended with code ${code}.`));
      child.once('exit', ended);
      child.once('message', (value: number) => {
        child.off('exit', ended);
        resolve(value);
      });
    });
  await answer();
  const ask = (question: Question) => {
    child.send(question);
    return answer();
  };
  return { ask, stop: () => void child.kill() };
}

/** Answers each message of the process that forked this one. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<number>): void {
  process.on('message', (question: Question) => void answer(question).then((value) => process.send!(value)));
  process.send!(0);
}
