import { mount } from '../mount.tsx';
import '../ui/kit.css';
import '../draft/draft.css';
import './citizen.css';
import './item.css';
import { App } from './App.tsx';

void mount(<App />);
