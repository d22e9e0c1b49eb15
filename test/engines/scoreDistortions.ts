import { altered } from './faults';
import { passOn, type Fault } from './faultServer';
import { asksForScores, changeScores, type ScorePlace, type ScoreToken } from './scorePlaces';

/** Spoils the scores of a text's tokens. */
export type Distortion = (places: readonly ScorePlace[]) => readonly ScorePlace[];

/** Spoils the scores in an engine's answers; what it generates stays right. */
export function distorted(distortion: Distortion): Fault {
  const spoil = altered((text, { request }) => changeScores(text, request.body, distortion));
  return (exchange) => (asksForScores(exchange.request.body) ? spoil : passOn)(exchange);
}

const eachLog =
  (change: (log: number) => number): Distortion =>
  (places) =>
    places.map((place) => place.map((token) => withLog(token, token.log === null ? null : change(token.log))));

/** Gives each token the numbers of the token that stands so many places behind it, and unlikely ones where there is none. */
const shifted =
  (by: number): Distortion =>
  (places) =>
    places.map((place, index) =>
      place.map((token, rank) =>
        withLog(token, token.log === null ? null : (places[index + by]?.[rank]?.log ?? token.log - 5)),
      ),
    );

/** About as if the logits had been divided by a temperature; the tokens that are listed get all of the mass. */
const atTemperature =
  (temperature: number): Distortion =>
  (places) =>
    places.map((place) => {
      if (place[0]?.log === null) return place;
      const total = Math.log(place.reduce((sum, { log }) => sum + Math.exp(log! / temperature), 0));
      return place.map((token) => withLog(token, token.log! / temperature - total));
    });

/** As if each token were scored together with all before it. */
const summed: Distortion = (places) => {
  let sum = 0;
  return places.map(([own, ...others]) => {
    if (!own || own.log === null) return own ? [own, ...others] : [];
    sum += own.log;
    return [withLog(own, sum), ...others];
  });
};

export const SUMS = 'sums in place of single logarithms';

/** Faults that make numbers wrong. */
export const wrongNumbers: Readonly<Record<string, Distortion>> = {
  'a row too far, as llama-cpp-python has them': shifted(1),
  'a row too early': shifted(-1),
  'logarithms to base 2': eachLog((log) => log / Math.LN2),
  'logarithms to base 10': eachLog((log) => log / Math.LN10),
  'at temperature 0.5': atTemperature(0.5),
  'at temperature 2': atTemperature(2),
  'probabilities in place of logarithms': eachLog(Math.exp),
  'the sign turned': eachLog((log) => -log),
  'one number for all': eachLog(() => -1),
  zeros: eachLog(() => 0),
  [SUMS]: summed,
};

/** Faults that make tokens other ones than were asked about. */
export const wrongLists: Readonly<Record<string, Distortion>> = {
  'one token too few at the end': (places) => places.slice(0, -1),
  'one token too few at the beginning': (places) => places.slice(1),
  'one token too many': (places) => [...places, ...places.slice(-1)],
  'no number at the end': (places) =>
    places.map((place, index) => (index === places.length - 1 ? unscored(place) : place)),
  'no numbers at all': (places) => places.map(unscored),
  'no tokens at all': () => [],
  'another token at the end': (places) =>
    places.map((place, index) => (index === places.length - 1 ? renamed(place) : place)),
};

/** No number in the middle: on a text of three tokens or more. */
export const holeInTheMiddle: Distortion = (places) =>
  places.map((place, index) => (index === places.length >> 1 ? unscored(place) : place));

/** The other tokens in another order, which is nobody's mistake. */
export const sortedOtherwise: Distortion = (places) =>
  places.map(([own, ...others]) => (own ? [own, ...others.toReversed()] : []));

/** Fewer digits: within what the self-test allows. */
export const rounded: Distortion = eachLog((log) => Math.round(log * 10) / 10);

function withLog(token: ScoreToken, log: number | null): ScoreToken {
  return { ...token, log };
}

function unscored(place: ScorePlace): ScorePlace {
  return place.slice(0, 1).map((own) => withLog(own, null));
}

function renamed([own, ...others]: ScorePlace): ScorePlace {
  if (!own) return [];
  return [{ ...own, name: /^\d+$/.test(own.name) ? String(Number(own.name) + 1) : `${own.name}x` }, ...others];
}
