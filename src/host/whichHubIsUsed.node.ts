import { setting } from './settings';

const STANDARD_ENDPOINT = 'https://huggingface.co';

/** Address of the hub or mirror: the setting, else the variable HF_ENDPOINT of the environment, else Hugging Face. */
export function hubEndpoint(): string {
  return setting('hub.endpoint').trim() || process.env['HF_ENDPOINT'] || STANDARD_ENDPOINT;
}
