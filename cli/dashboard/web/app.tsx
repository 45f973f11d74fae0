import { render } from 'preact';
import './styles/app.css';
import { listen } from './keys/keyboard.ts';
import { Shell } from './shell.tsx';
import { follow } from './wire/live.ts';

void follow();
listen();
render(<Shell />, document.body);
