/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-layer.h"

G_BEGIN_DECLS

/** A line of a card.  All texts are fit to be shown as they are. */
typedef struct
{
  char *label;
  char *value;
  char *uri;            /* (nullable): what a click on the value opens */
  gboolean wide;        /* long text: below its label, not beside it */
  gboolean lead;        /* what one wants to know first: it needs no label */
} AtlasCardField;

/** What a card says about a feature: text only, no widgets.  All texts are fit to be shown as they are. */
typedef struct
{
  char      *name;
  char      *kind;      /* the layer and the class: "Scenic spots · Gorge · 5A" */
  GPtrArray *fields;    /* AtlasCardField, in the order to be shown */
  char      *small;     /* how exact, where from; maybe "" */
} AtlasCardContent;

/**
 * atlas_card_content_new:
 * @layer: one that has a table
 *
 * Puts a feature into words: its name, then the fields that mean something to a person, with labels in the person's
 * language and units; without ids and empty values.  Fields that are not known keep their own names.  Main thread.
 *
 * Returns: (transfer full): the words
 */
AtlasCardContent *atlas_card_content_new (AtlasLayer *layer,
                                          gsize       feature);
void              atlas_card_content_free (AtlasCardContent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCardContent, atlas_card_content_free)

G_END_DECLS
