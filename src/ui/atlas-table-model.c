/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTableModel: the list behind an attribute table.  GtkMultiSelection keeps an object for every row that is selected,
 * a million after Ctrl+A; here the selection is the layer's own set of bits.  Main thread. */

#include "ui/atlas-table-model.h"

struct _AtlasTableRow
{
  GObject parent_instance;
  gsize   feature;
};

G_DEFINE_FINAL_TYPE (AtlasTableRow, atlas_table_row, G_TYPE_OBJECT)

static void
atlas_table_row_class_init (AtlasTableRowClass *klass)
{
}

static void
atlas_table_row_init (AtlasTableRow *self)
{
}

gsize
atlas_table_row_get_feature (AtlasTableRow *self)
{
  return self->feature;
}

struct _AtlasTableModel
{
  GObject         parent_instance;
  AtlasLayer     *layer;
  AtlasTableRows *rows;         /* (nullable) */
  gboolean        selecting;
};

static GType
get_item_type (GListModel *model)
{
  return ATLAS_TYPE_TABLE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  AtlasTableModel *self = ATLAS_TABLE_MODEL (model);

  return self->rows != NULL ? (guint) atlas_table_rows_get_n (self->rows) : 0;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  AtlasTableModel *self = ATLAS_TABLE_MODEL (model);
  AtlasTableRow *row;

  if (position >= get_n_items (model))
    return NULL;
  row = g_object_new (ATLAS_TYPE_TABLE_ROW, NULL);
  row->feature = atlas_table_rows_get_feature (self->rows, position);
  return row;
}

static void
init_list (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint              position)
{
  AtlasTableModel *self = ATLAS_TABLE_MODEL (model);
  AtlasFeatureSet *selection = atlas_layer_get_selection (self->layer);

  return selection != NULL && position < get_n_items (G_LIST_MODEL (model))
         && atlas_feature_set_contains (selection, atlas_table_rows_get_feature (self->rows, position));
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model,
                        guint              position,
                        guint              n_items)
{
  GtkBitset *result = gtk_bitset_new_empty ();
  const guint n = get_n_items (G_LIST_MODEL (model));

  for (guint i = position; i < n && i - position < n_items; i++)
    if (is_selected (model, i))
      gtk_bitset_add (result, i);
  return result;
}

/* The words of the layer's selection, to be changed; all clear when @keep is not set. */
static guint64 *
dup_words (AtlasTableModel *self,
           gboolean         keep)
{
  AtlasFeatureSet *selection = keep ? atlas_layer_get_selection (self->layer) : NULL;
  guint64 *words = g_new0 (guint64, atlas_feature_set_n_words (atlas_table_get_n_features (atlas_layer_get_table (self->layer))) + 1);

  if (selection != NULL)
    for (gsize i = atlas_feature_set_next (selection, 0); i != G_MAXSIZE; i = atlas_feature_set_next (selection, i + 1))
      words[i / 64] |= G_GUINT64_CONSTANT (1) << i % 64;
  return words;
}

static void
set_bit (AtlasTableModel *self,
         guint64         *words,
         guint            position,
         gboolean         on)
{
  const guint32 feature = atlas_table_rows_get_feature (self->rows, position);
  const guint64 bit = G_GUINT64_CONSTANT (1) << feature % 64;

  if (on)
    words[feature / 64] |= bit;
  else
    words[feature / 64] &= ~bit;
}

static void
take_words (AtlasTableModel *self,
            guint64         *words)
{
  const gsize n = atlas_table_get_n_features (atlas_layer_get_table (self->layer));
  g_autoptr (AtlasFeatureSet) selection = atlas_feature_set_new_take (n, words);

  self->selecting = TRUE;
  atlas_layer_set_selection (self->layer, selection);
  self->selecting = FALSE;
}

static gboolean
change_range (GtkSelectionModel *model,
              guint              position,
              guint              n_items,
              gboolean           keep,
              gboolean           on)
{
  AtlasTableModel *self = ATLAS_TABLE_MODEL (model);
  const guint n = get_n_items (G_LIST_MODEL (model));
  guint64 *words;

  if (self->rows == NULL || atlas_layer_get_table (self->layer) == NULL)
    return FALSE;
  words = dup_words (self, keep);
  for (guint i = position; i < n && i - position < n_items; i++)
    set_bit (self, words, i, on);
  take_words (self, words);
  return TRUE;
}

static gboolean
select_item (GtkSelectionModel *model,
             guint              position,
             gboolean           unselect_rest)
{
  return change_range (model, position, 1, !unselect_rest, TRUE);
}

static gboolean
unselect_item (GtkSelectionModel *model,
               guint              position)
{
  return change_range (model, position, 1, TRUE, FALSE);
}

static gboolean
select_range (GtkSelectionModel *model,
              guint              position,
              guint              n_items,
              gboolean           unselect_rest)
{
  return change_range (model, position, n_items, !unselect_rest, TRUE);
}

static gboolean
unselect_range (GtkSelectionModel *model,
                guint              position,
                guint              n_items)
{
  return change_range (model, position, n_items, TRUE, FALSE);
}

static gboolean
select_all (GtkSelectionModel *model)
{
  return change_range (model, 0, G_MAXUINT, TRUE, TRUE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  return change_range (model, 0, 0, FALSE, FALSE);
}

static gboolean
set_selection (GtkSelectionModel *model,
               GtkBitset         *selected,
               GtkBitset         *mask)
{
  AtlasTableModel *self = ATLAS_TABLE_MODEL (model);
  const guint n = get_n_items (G_LIST_MODEL (model));
  guint64 *words;
  GtkBitsetIter iter;
  guint position;

  if (self->rows == NULL || atlas_layer_get_table (self->layer) == NULL)
    return FALSE;
  words = dup_words (self, TRUE);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position); more && position < n;
       more = gtk_bitset_iter_next (&iter, &position))
    set_bit (self, words, position, gtk_bitset_contains (selected, position));
  take_words (self, words);
  return TRUE;
}

static void
init_selection (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasTableModel, atlas_table_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, init_selection))

static void
on_selection (AtlasTableModel *self)
{
  const guint n = get_n_items (G_LIST_MODEL (self));

  if (n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n);
}

static void
atlas_table_model_dispose (GObject *object)
{
  AtlasTableModel *self = ATLAS_TABLE_MODEL (object);

  g_clear_pointer (&self->rows, atlas_table_rows_unref);
  g_clear_object (&self->layer);
  G_OBJECT_CLASS (atlas_table_model_parent_class)->dispose (object);
}

static void
atlas_table_model_class_init (AtlasTableModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_table_model_dispose;
}

static void
atlas_table_model_init (AtlasTableModel *self)
{
}

AtlasTableModel *
atlas_table_model_new (AtlasLayer *layer)
{
  AtlasTableModel *self = g_object_new (ATLAS_TYPE_TABLE_MODEL, NULL);

  self->layer = g_object_ref (layer);
  g_signal_connect_object (layer, "notify::selection", G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
  return self;
}

void
atlas_table_model_set_rows (AtlasTableModel *self,
                            AtlasTableRows  *rows)
{
  const guint before = get_n_items (G_LIST_MODEL (self));

  if (rows != NULL)
    atlas_table_rows_ref (rows);
  g_clear_pointer (&self->rows, atlas_table_rows_unref);
  self->rows = rows;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, get_n_items (G_LIST_MODEL (self)));
}

AtlasTableRows *
atlas_table_model_get_rows (AtlasTableModel *self)
{
  return self->rows;
}

gboolean
atlas_table_model_is_selecting (AtlasTableModel *self)
{
  return self->selecting;
}
