import { mount } from '../mount.tsx';
import '../ui/kit.css';

mount(<main className="wrap page" />);
