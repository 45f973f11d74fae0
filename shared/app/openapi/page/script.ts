import { forms } from './forms.ts';
import { operations } from './operations.ts';
import { requests } from './requests.ts';
import { schemas } from './schemas.ts';

/** What the page does in the browser. Everything that comes from the document is set as text, never as markup. */
export const script = `
let spec;
const main = document.querySelector('main');
const token = document.querySelector('#token');

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const code = (textContent) => make('code', { textContent });
const plain = (text = '') => text.replaceAll('\`', '');
const quiet = (textContent) => make('span', { className: 'quiet', textContent });
${schemas}${forms}${requests}${operations}`;
