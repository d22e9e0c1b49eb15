'use strict';
// Looks into a VSIX that has been made.
const path = require('node:path');
const { text } = require('node:stream/consumers');
const yauzl = require('yauzl');
const { linksWithoutHttps } = require('./links');

/** What a registry shows, named as vsce names it. */
const PAGES = ['extension/readme.md', 'extension/changelog.md'];

/**
 * Reads text files out of a VSIX.
 * @param {string} vsix path of the file
 * @param {string[]} names paths inside it
 * @returns {Promise<Map<string, string>>} text by name; names that are not in it are missing
 */
async function readTexts(vsix, names) {
  const zip = await yauzl.openPromise(vsix);
  const texts = new Map();
  for await (const entry of zip.eachEntry())
    if (names.includes(entry.fileName)) texts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return texts;
}

/** Throws unless all links and pictures of a VSIX's pages are https addresses: a registry shows no others. */
async function checkPages(vsix) {
  const texts = await readTexts(vsix, PAGES);
  for (const name of PAGES) {
    const page = texts.get(name);
    if (page === undefined) throw new Error(`${path.basename(vsix)} has no ${name}.`);
    const links = linksWithoutHttps(page);
    if (links.length > 0) throw new Error(`In ${name} of ${path.basename(vsix)}, not https: ${links.join(', ')}`);
  }
}

module.exports = { checkPages, readTexts };
