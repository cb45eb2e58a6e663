import { layout, type PostureReader } from './layout.ts';
import { holders } from './walk.ts';

const algorithms = layout({ vpc: 'LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig' });

/** Only automated data labeling runs compute that a VpcConfig could place; without it there is nothing to judge. */
export const labelingJob: PostureReader = {
  settings: algorithms.settings,
  read: (request, origin) => (holders(request, 'LabelingJobAlgorithmsConfig').length > 0 ? algorithms.read(request, origin) : {}),
};
