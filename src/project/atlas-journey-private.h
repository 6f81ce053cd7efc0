/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-journey.h"
#include "project/atlas-json-take.h"

G_BEGIN_DECLS

/**
 * _atlas_journey_take_json:
 * @object: what atlas_journey_to_json() made; it keeps only what we do not know
 *
 * Returns: (transfer full): the journey, of use when @taker has no error
 */
AtlasJourney *_atlas_journey_take_json (JsonObject           *object,
                                        AtlasJsonTaker       *taker,
                                        const AtlasJsonPlace *place);

G_END_DECLS
