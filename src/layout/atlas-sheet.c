/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasSheet: a page that is ready to be painted; plain data with a function, see atlas-print-job.h. */

#include "layout/atlas-print-job.h"

void
atlas_sheet_free (AtlasSheet *self)
{
  if (self == NULL)
    return;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_clear_pointer (&self->frame, atlas_map_frame_unref);
  g_free (self->title);
  g_free (self);
}
