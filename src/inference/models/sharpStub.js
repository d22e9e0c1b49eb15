/** Replaces the image library sharp, which transformers.js loads but text models never call. */
module.exports = function sharp() {
  throw new Error('Left Context reads text only; sharp is not part of it.');
};
