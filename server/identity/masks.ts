/** Output schemas that cannot give more of a person away than the mask, whatever is put in. */
import { z } from 'zod';
import { maskIdentityNumber, maskName, maskPhone } from '#graph';

/** 张* (domain reference §6). */
export const maskedName = z.string().transform(maskName);
/** First 6 and last 2. */
export const maskedIdNumber = z.string().transform(maskIdentityNumber);
/** 138****5678. */
export const maskedPhone = z.string().transform(maskPhone);
