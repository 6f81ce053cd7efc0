/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-search-index.h"

G_BEGIN_DECLS

/* What an index is made of; only atlas-search-index.c and atlas-search-run.c include this. */

struct _AtlasSearchIndex
{
  gatomicrefcount      ref_count;
  AtlasTable          *table;
  AtlasSearchAlphabet *alphabet;

  /* The different texts: the symbols of text t are those from starts[t] to starts[t + 1], and where it stands likewise. */
  gsize                n_texts;
  guint16             *symbols;
  guint32             *starts;
  guint64             *signatures;
  guint8              *best_weights;     /* the most important thing that each text is */
  guint32             *posting_starts;
  guint32             *posting_features;
  guint16             *posting_fields;

  guint8              *weights;          /* AtlasSearchWeight of each field */
  float               *places;           /* longitude and latitude of each feature's middle, or NaN */
  float               *grades;           /* 0 to 1 for each feature */
  int                  name_field;       /* or -1 */
  int                  english_field;    /* or -1 */
  int                  kind_field;       /* or -1 */
};

G_END_DECLS
