// SPDX-License-Identifier: GPL-2.0-or-later
// One maker per family; property.cpp puts them together in this order.
#pragma once

#include "props/life/property.hpp"

namespace pfncheck {

std::vector<LifeProperty> reference_properties();    ///< who owns a reference, and for how long
std::vector<LifeProperty> entry_properties();        ///< what page-table entries may look like
std::vector<LifeProperty> mapping_properties();      ///< what a mapping shows while it is split, moved, grown
std::vector<LifeProperty> huge_entry_properties();   ///< what holds of huge entries only
std::vector<LifeProperty> type_properties();         ///< memory types of mappings, cache maintenance
std::vector<LifeProperty> guest_properties();        ///< what a guest's fault may install
std::vector<LifeProperty> translation_properties();  ///< what devices may reach through the IOMMU
std::vector<LifeProperty> driver_properties();       ///< memory of a driver that user space maps

}  // namespace pfncheck
