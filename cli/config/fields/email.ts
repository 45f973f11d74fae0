import type { EmailField } from '../model.ts';
import { address } from './address.ts';

export const email = address<EmailField>('email', {
  title: 'Email field',
  description: 'An e-mail address.',
  pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  inWords: 'e-mail address',
  maxLength: 254,
  maxLengthDescription: 'Characters at most.',
});
