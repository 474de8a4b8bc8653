/** English of what this room writes into people's ledgers; `{1}` is what stands in the first `{}`. */
import { addEnglish } from '#base';

addEnglish({
  '数据交换': 'data exchange',
  '办件的申请、过程、材料目录和结果': 'The application, course, list of documents and result of the case',
  '按国家数据交换的要求报送上级平台': 'To report to the platform above, as the national exchange asks',
  '没有批次 {}。请看导出文件夹里的批次号。': 'There is no batch {1}. Its number is the name of a folder of the export.',
  '批次 {} 对方已经确认收到，内容按规定不再保留，不能再导出。': 'Batch {1} was confirmed by the other side; its content is no longer kept and cannot be exported again.',
});
