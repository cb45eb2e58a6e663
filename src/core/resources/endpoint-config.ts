import { type JsonObject, text } from '../json.ts';
import { known, type Posture } from '../posture.ts';
import { layout, type PostureReader, unseen } from './layout.ts';
import { hidden, holders, type Origin } from './walk.ts';

const own = layout({
  vpc: 'VpcConfig',
  networkIsolation: 'EnableNetworkIsolation',
  instances: ['ProductionVariants', 'ShadowProductionVariants'].map((variants) => ({
    type: `${variants}[].InstanceType`,
    counts: [{ path: `${variants}[].InitialInstanceCount`, fold: 'max' }],
  })),
});

/**
 * A variant that names a model takes the model's VpcConfig and isolation; the config's own fields are for inference
 * components (API reference, CreateEndpointConfig). So they count only where a variant names no model.
 */
export const endpointConfig: PostureReader = {
  settings: [...own.settings, 'serverlessVariant'],
  read(request: JsonObject, origin: Origin): Posture {
    const variants = ['ProductionVariants[]', 'ShadowProductionVariants[]'].flatMap((path) => holders(request, path));
    const why = variants.map(({ object }) => hidden(object)).find((reason) => reason !== undefined);
    if (why) return unseen(endpointConfig, why);
    const { vpc, networkIsolation, ...rest } = own.read(request, origin);
    const serverlessVariant = variants.map(({ at, object }) => ({
      at: `${at}ServerlessConfig`,
      value: known(holders(object, 'ServerlessConfig').length > 0, origin.from),
    }));
    const modelsDecide = variants.length > 0 && variants.every(({ object }) => text(object, 'ModelName') !== undefined);
    if (modelsDecide) return { ...rest, serverlessVariant };
    return { ...rest, ...(vpc && { vpc }), ...(networkIsolation && { networkIsolation }), serverlessVariant };
  },
};
