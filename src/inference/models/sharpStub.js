/** Stands in for sharp, which transformers.js loads for images; none are read here. */
module.exports = function sharp() {
  throw new Error('Left Context reads text only; sharp is not part of it.');
};
