import { mount } from '../mount.tsx';
import '../ui/kit.css';
import '../draft/draft.css';
import './workbench.css';
import './parts.css';
import './queue/queue.css';
import './case.css';
import './admin.css';
import { App } from './App.tsx';
import { bringWords } from './words.ts';

void mount(<App />, bringWords);
