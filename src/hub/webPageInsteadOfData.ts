import { HubError } from './hubError';

/** The error for a web page in place of JSON or a file. */
export function webPageError(host: string): HubError {
  return new HubError(
    'answer',
    `${host} answered with a web page instead of the requested data. The network may require a login: open any page ` +
      'in your browser. Otherwise check leftContext.hub.endpoint and the proxy.',
  );
}
